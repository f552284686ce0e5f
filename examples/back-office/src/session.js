// A session token lasts for a minute, and only a GET gets a new one. So before a form is sent, get one.
addEventListener("submit", async (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  event.preventDefault();
  await fetch("/session").catch(() => {});
  form.submit();
});
