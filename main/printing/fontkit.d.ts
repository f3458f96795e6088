declare module 'fontkit' {
  export interface PathCommand {
    readonly command: 'moveTo' | 'lineTo' | 'quadraticCurveTo' | 'bezierCurveTo' | 'closePath';
    readonly args: readonly number[];
  }
  /** What of a font this program uses. Lengths are in units of the font, y upwards. */
  export interface Font {
    readonly unitsPerEm: number;
    glyphForCodePoint(code: number): {
      readonly advanceWidth: number;
      readonly path: { readonly commands: PathCommand[] };
    };
  }
  export function create(font: Uint8Array): Font;
}
