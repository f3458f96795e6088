/** What the writer says: `begin` before a call, `ack` after it returned. What is acknowledged must never be lost. */
export interface Ack {
  readonly said: 'begin' | 'ack';
  readonly kind: 'interview' | 'record' | 'slice' | 'recording' | 'sent' | 'erased';
  /** Id of the row; `<recording>/<sequence>` for a slice. */
  readonly id: string;
  /** Of the content as the writer handed it over, so that the check does not have to believe the store. */
  readonly sha256: string;
}

const LINE = /^(begin|ack) (interview|record|slice|recording|sent|erased) (\S+) ([0-9a-f]{64})$/;

export function ackLine({ said, kind, id, sha256 }: Ack): string {
  return `${said} ${kind} ${id} ${sha256}`;
}

/** @throws {Error} when the line is not one of the writer's: then it has failed, and its text says why */
export function parseAck(line: string): Ack {
  const found = LINE.exec(line);
  if (!found) throw new Error(`The writer said: ${line}`);
  const [, said, kind, id, sha256] = found;
  return { said: said as Ack['said'], kind: kind as Ack['kind'], id: id ?? '', sha256: sha256 ?? '' };
}
