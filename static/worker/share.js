import { SHARED } from "./caches.js";

/** Photos and words that another app shared with this one, kept until the form takes them. */

/** @param {FormData} given */
const wordsOf = (given) =>
  ["title", "text", "url"].map((name) => given.get(name)).filter((said) => typeof said === "string" && said).join(" ");

/** @param {Request} request */
async function keep(request) {
  const given = await request.formData();
  await caches.delete(SHARED);
  const cache = await caches.open(SHARED);
  const photos = given.getAll("photos").filter((one) => one instanceof File);
  for (const [index, photo] of photos.entries()) {
    await cache.put(`/shared/${index}`, new Response(photo, { headers: { "Content-Type": photo.type } }));
  }
  await cache.put("/shared/words", new Response(wordsOf(given)));
}

/**
 * Open the form with what was shared. What cannot be kept here goes to the server, which answers
 * with its own form.
 *
 * @param {Request} request
 * @returns {Promise<Response>}
 */
export async function share(request) {
  const copy = request.clone();
  try {
    await keep(request);
  } catch {
    return fetch(copy);
  }
  return Response.redirect("/#/shared", 303);
}
