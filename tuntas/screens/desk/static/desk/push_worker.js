// Shows news of the desk, which holds numbers only, and opens the desk when it is tapped.
"use strict";
self.addEventListener("push", (event) => {
  const news = event.data ? event.data.json() : { title: "Tuntas", body: "", url: "/meja/" };
  event.waitUntil(self.registration.showNotification(news.title, { body: news.body, tag: "meja", data: news.url }));
});
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow(event.notification.data));
});
