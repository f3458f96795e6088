import { create } from 'qrcode';
import { useMemo } from 'react';

/** Blank modules around the code, which scanners need. */
const QUIET = 4;

/** A text as a QR code, drawn as one path: no canvas, no data URL. */
export function QrCode({ text, label }: { readonly text: string; readonly label: string }) {
  const { size, path } = useMemo(() => {
    const { modules } = create(text, { errorCorrectionLevel: 'M' });
    const dark: string[] = [];
    for (let row = 0; row < modules.size; row += 1) {
      for (let column = 0; column < modules.size; column += 1) {
        if (modules.get(row, column) !== 0) dark.push(`M${column + QUIET} ${row + QUIET}h1v1h-1z`);
      }
    }
    return { size: modules.size + 2 * QUIET, path: dark.join('') };
  }, [text]);
  return (
    <figure className="ui-qr">
      <figcaption className="ui-visually-hidden">{label}</figcaption>
      <svg viewBox={`0 0 ${size} ${size}`} aria-hidden="true" shapeRendering="crispEdges">
        <rect width={size} height={size} fill="#ffffff" />
        <path d={path} fill="#000000" />
      </svg>
    </figure>
  );
}
