const UTF16_MARKS = ["255,254", "254,255"];

/**
 * The words of a file as Chinese programs write them: UTF-8, UTF-16 with its mark, or GB 18030.
 *
 * @param {ArrayBuffer} content
 * @returns {string}
 */
export function textOf(content) {
  const mark = new Uint8Array(content, 0, Math.min(2, content.byteLength)).join();
  if (UTF16_MARKS.includes(mark)) {
    return new TextDecoder(mark === UTF16_MARKS[0] ? "utf-16le" : "utf-16be").decode(content);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(content);
  } catch {
    return new TextDecoder("gb18030").decode(content);
  }
}
