import { MAX_PDF_BYTES, PdfAnswer, type PdfReader } from './pdf-answer.ts';

/** What a process ends with that V8 ended for want of memory (SIGABRT, as shells count). */
const ABORTED = 134;
/** Longest a document may be looked at, the start of the program included. */
const LONGEST_MS = 60_000;

/** A process that runs `pdf-program.native.ts`; the kiosk's and the hub's start it in ways of their own. */
export interface PdfChild {
  send(bytes: Uint8Array): void;
  /** Values arrive unchecked. */
  onMessage(listen: (value: unknown) => void): void;
  /** @param listen is given the exit code; null after a signal */
  onExit(listen: (code: number | null) => void): void;
  kill(): void;
}

/**
 * Reads PDFs one after the other, each in a process of its own that is ended in any case: what is in the file cannot hang or end this one.
 *
 * @param parts.start starts the process; a start that fails later is an exit
 */
export function createPdfReader(parts: {
  readonly start: () => PdfChild;
  /** Runs something later; returns how to call it off. */
  readonly after: (ms: number, call: () => void) => () => void;
  readonly longestMs?: number;
}): PdfReader {
  const readOne = (bytes: Uint8Array): Promise<PdfAnswer> =>
    new Promise((resolve, reject) => {
      const child = parts.start();
      const end = (answer: PdfAnswer) => {
        cancel();
        child.kill();
        resolve(answer);
      };
      const cancel = parts.after(parts.longestMs ?? LONGEST_MS, () => end({ kind: 'fault', fault: 'too_heavy' }));
      child.onMessage((value) => end(PdfAnswer.safeParse(value).data ?? { kind: 'fault', fault: 'damaged' }));
      child.onExit((code) => {
        if (code !== null && code !== ABORTED) {
          cancel();
          reject(new Error(`The program that reads PDFs ended with code ${code}.`));
        } else end({ kind: 'fault', fault: 'too_heavy' });
      });
      child.send(bytes);
    });
  let last: Promise<unknown> = Promise.resolve();
  return (bytes) => {
    if (bytes.length > MAX_PDF_BYTES) return Promise.resolve({ kind: 'fault', fault: 'too_long' });
    const reading = last.then(() => readOne(bytes));
    // whoever asked is told of a failure; the next one has its turn all the same
    last = reading.then(
      () => undefined,
      () => undefined,
    );
    return reading;
  };
}
