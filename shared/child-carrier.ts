/** The line to the parent process, whichever way this process was started. */
export interface Carrier<Reply extends object> {
  post(reply: Reply): void;
  /** Values arrive unchecked. */
  onMessage(listen: (value: unknown) => void): void;
  /** The parent is gone: there is nobody left to work for. */
  onClose(closed: () => void): void;
}

/** The part of Electron's `process.parentPort` we use. */
interface UtilityParentPort {
  postMessage(value: unknown): void;
  on(event: 'message', listen: (event: { data: unknown }) => void): unknown;
}

function isParentPort(value: unknown): value is UtilityParentPort {
  return typeof value === 'object' && value !== null && 'postMessage' in value && 'on' in value;
}

/** What a child process may be given to talk through. */
export interface ProcessLine {
  readonly parentPort?: unknown;
  readonly send?: ((value: unknown) => unknown) | undefined;
  on(event: 'message' | 'disconnect', listen: (value: unknown) => void): unknown;
}

/**
 * Finds the line to the parent: Electron's `parentPort` in a utility process, Node's IPC channel after `fork`.
 *
 * @returns null when this process was started by hand and has no parent to talk to
 */
export function findCarrier<Reply extends object>(line: ProcessLine): Carrier<Reply> | null {
  const { parentPort } = line;
  if (isParentPort(parentPort)) {
    return {
      post: parentPort.postMessage.bind(parentPort),
      onMessage: (listen) => void parentPort.on('message', (event) => listen(event.data)),
      // Electron ends a utility process together with its parent.
      onClose: () => undefined,
    };
  }
  if (line.send === undefined) return null;
  return {
    post: (reply) => void line.send?.(reply),
    onMessage: (listen) => void line.on('message', listen),
    onClose: (closed) => void line.on('disconnect', closed),
  };
}
