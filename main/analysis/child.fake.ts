import type { Child, ChildExit, ChildLauncher } from './ports.ts';

/** What a fake child does with one request: `do` the work, misbehave, or fail with an error of its protocol. */
export type FakeAnswer<Failure> = 'do' | 'crash' | 'hang' | 'talk_nonsense' | 'answer_another' | Failure;

/** What a fake child does when it is started. */
export type FakeStart<Failure> = 'ready' | 'crash' | 'hang' | 'throw' | Failure;

export interface FakeChild<Request extends object> extends ChildLauncher<Request> {
  readonly starts: number;
  readonly kills: number;
  /** Ids in the order they reached any child. */
  readonly asked: readonly string[];
  /** Ends the running child as `kill -9` would. */
  crashNow(): void;
}

/** What one kind of child says. */
export interface FakeWords<Request> {
  readonly ready: object;
  /** Reads a request as the real child does. */
  idOf(request: Request): string;
  progress(id: string): object;
  done(id: string): object;
  nonsense(id: string): object;
}

/**
 * A child that behaves: values are copied both ways as a process border copies them, messages and the end arrive
 * later, never inside the call, and it crashes, hangs or misbehaves on demand.
 *
 * @param onRequest decides per request; `attempt` counts how often this id was asked, from 1
 * @param onStart decides per start, from 1
 */
export function createFakeChild<Request extends object, Failure extends object>(
  words: FakeWords<Request>,
  onRequest: (id: string, attempt: number) => FakeAnswer<Failure> = () => 'do',
  onStart: (start: number) => FakeStart<Failure> = () => 'ready',
): FakeChild<Request> {
  const asked: string[] = [];
  let starts = 0;
  let kills = 0;
  let crashNow: () => void = () => undefined;

  function start(): Child<Request> {
    starts += 1;
    const behaviour = onStart(starts);
    if (behaviour === 'throw') throw new Error('spawn EAGAIN');
    let hear: (value: unknown) => void = () => undefined;
    let tellExit: (exit: ChildExit) => void = () => undefined;
    let isAlive = true;
    const post = (value: unknown): void => {
      const copy: unknown = structuredClone(value);
      setImmediate(() => hear(copy));
    };
    const end = (exit: ChildExit): void => {
      if (!isAlive) return;
      isAlive = false;
      setImmediate(() => tellExit(exit));
    };
    crashNow = () => end({ code: null, signal: 'SIGKILL' });

    if (behaviour === 'ready') post(words.ready);
    else if (behaviour === 'crash') end({ code: 1, signal: null });
    else if (behaviour !== 'hang') post({ kind: 'start_failed', error: behaviour });

    return {
      pid: 1000 + starts,
      send(request) {
        if (!isAlive) return;
        const id = words.idOf(structuredClone(request));
        asked.push(id);
        const answer = onRequest(id, asked.filter((other) => other === id).length);
        if (answer === 'crash') end({ code: null, signal: 'SIGABRT' });
        else if (answer === 'talk_nonsense') post(words.nonsense(id));
        else if (answer === 'answer_another') post(words.done('other'));
        else if (answer === 'do') {
          post(words.progress(id));
          post(words.done(id));
        } else if (answer !== 'hang') post({ kind: 'failed', id, error: answer });
      },
      onMessage: (listen) => void (hear = listen),
      onExit: (listen) => void (tellExit = listen),
      kill() {
        kills += 1;
        end({ code: null, signal: 'SIGKILL' });
      },
    };
  }

  return {
    start,
    get starts() {
      return starts;
    },
    get kills() {
      return kills;
    },
    asked,
    crashNow: () => crashNow(),
  };
}
