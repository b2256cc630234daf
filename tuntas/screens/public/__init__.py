"""Pages for anyone: is this letter true?"""
