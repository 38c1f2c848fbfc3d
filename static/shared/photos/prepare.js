import { newId } from "../ids.js";
import { readMetadata } from "./metadata.js";
import { sha256 } from "./sha256.js";

const LONGEST_SIDE_PX = 1600;
const MOST_BYTES = 500_000;
const LEAST_SIDE_PX = 400;
const QUALITIES = [0.8, 0.65, 0.5];

/**
 * @typedef {import("./types.js").PreparedPhoto} PreparedPhoto
 * @typedef {import("./types.js").Role} Role
 */

/**
 * @param {Blob} file
 * @returns {Promise<HTMLImageElement>}
 */
async function loadImage(file) {
  const url = URL.createObjectURL(file);
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    return image;
  } finally {
    URL.revokeObjectURL(url);
  }
}

/**
 * The picture upright, whatever the phone wrote about its orientation.
 *
 * @param {Blob} file
 */
async function decode(file) {
  try {
    return await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    return loadImage(file);
  }
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {number} quality 0…1
 * @returns {Promise<Blob | null>}
 */
const encode = (canvas, quality) => new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", quality));

/** Half the pixels, for what is too busy to be small otherwise. @param {HTMLCanvasElement} canvas */
function halve(canvas) {
  const copy = document.createElement("canvas");
  copy.width = Math.round(canvas.width * Math.SQRT1_2);
  copy.height = Math.round(canvas.height * Math.SQRT1_2);
  copy.getContext("2d")?.drawImage(canvas, 0, 0, copy.width, copy.height);
  canvas.width = copy.width;
  canvas.height = copy.height;
  canvas.getContext("2d")?.drawImage(copy, 0, 0);
}

/** How photos begin that the server may read where this browser cannot: JPEG, PNG, WebP, HEIC. */
const BEGINNINGS = /^(\xff\xd8\xff|\x89PNG|RIFF|....ftyp)/s;

/** @param {File} file @returns {Promise<boolean>} */
async function beginsAsPhoto(file) {
  return BEGINNINGS.test(String.fromCharCode(...new Uint8Array(await file.slice(0, 12).arrayBuffer())));
}

/**
 * Shrink a picture to 1600 px and 500 kB. A file that this browser cannot
 * decode (HEIC in most) is left as it is: the server can.
 *
 * @param {File} file
 * @returns {Promise<Blob>}
 * @throws for what is no photo at all
 */
async function shrink(file) {
  let picture;
  try {
    picture = await decode(file);
  } catch (error) {
    if (await beginsAsPhoto(file)) return file;
    throw error;
  }
  const scale = Math.min(1, LONGEST_SIDE_PX / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  if ("close" in picture) picture.close();
  /** @type {Blob | null} */
  let small = null;
  for (const quality of QUALITIES) {
    small = await encode(canvas, quality);
    if (small && small.size <= MOST_BYTES) break;
  }
  while (small && small.size > MOST_BYTES && canvas.width > LEAST_SIDE_PX) {
    halve(canvas);
    small = await encode(canvas, QUALITIES[1]);
  }
  canvas.width = canvas.height = 0;
  return small ?? file;
}

/**
 * Read a file's metadata, then shrink and hash it.
 *
 * @param {File} file
 * @param {{ source: "camera" | "album", role: Role }} origin
 * @returns {Promise<PreparedPhoto>}
 */
export async function preparePhoto(file, { source, role }) {
  const metadata = await readMetadata(file);
  const small = await shrink(file);
  const bytes = await small.arrayBuffer();
  const fallback = source === "camera" ? new Date().toISOString() : new Date(file.lastModified).toISOString();
  return {
    id: newId(),
    sha256: await sha256(bytes),
    bytes,
    type: small.type || "application/octet-stream",
    role,
    source,
    accuracy_m: null,
    ...metadata,
    captured_at: metadata.captured_at ?? fallback,
  };
}
