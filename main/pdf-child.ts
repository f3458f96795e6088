import type { PdfChild } from '#connectors/resume/pdf-reader.ts';
import type { Child } from './analysis/ports.ts';

/** A child of the kiosk's own kind as the reader of PDFs sees it. */
export function pdfChild(child: Child<object>): PdfChild {
  return {
    send: (bytes) => child.send(bytes),
    onMessage: child.onMessage,
    onExit: (listen) => child.onExit(({ code, signal }) => listen(signal === null ? code : null)),
    kill: child.kill,
  };
}
