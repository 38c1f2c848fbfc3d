declare module "exifr/dist/mini.esm.mjs" {
  const exifr: {
    parse(
      file: Blob,
      options: { tiff: boolean; exif: boolean; gps: boolean },
    ): Promise<Record<string, unknown> & { latitude?: number; longitude?: number } | undefined>;
  };
  export default exifr;
}
