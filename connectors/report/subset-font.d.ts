declare module 'subset-font' {
  /** Keeps only what `text` needs of a font; `variationAxes` fixes the axes of a variable one. */
  export default function subsetFont(
    font: Uint8Array,
    text: string,
    options: { targetFormat: 'truetype' | 'woff' | 'woff2'; variationAxes?: Record<string, number> },
  ): Promise<Buffer>;
}
