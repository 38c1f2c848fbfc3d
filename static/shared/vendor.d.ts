declare module "exifr/dist/mini.esm.mjs" {
  const exifr: {
    parse(
      file: Blob,
      options: { gps: boolean; pick: string[] },
    ): Promise<Record<string, unknown> & { latitude?: number; longitude?: number } | undefined>;
  };
  export default exifr;
}
