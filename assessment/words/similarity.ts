import type { EngineIdentity } from '#shared/assessment.ts';

/** Embedded texts of one assessment, with the calibration of the model. */
export interface Embedding {
  readonly identity: NonNullable<EngineIdentity['embedding']>;
  /** Unit vectors by text: every clause and every level-5 exemplar that `textsToEmbed` named. */
  readonly vectors: ReadonlyMap<string, readonly number[] | Float32Array>;
}

/** How far a clause resembles the nearest exemplar, 0 to 1; 0 for a text that was not embedded. */
export interface Similarity {
  match(clause: string, exemplars: readonly string[]): number;
}

/** `clip((cos − c0) / (c1 − c0), 0, 1)` of the nearest exemplar (§1.4). */
export function similarityOf({ identity: { c0, c1 }, vectors }: Embedding): Similarity {
  return {
    match: (clause, exemplars) => {
      const from = vectors.get(clause);
      if (from === undefined) return 0;
      const nearest = exemplars.reduce((best, exemplar) => {
        const to = vectors.get(exemplar);
        return to === undefined ? best : Math.max(best, dot(from, to));
      }, -1);
      return Math.min(1, Math.max(0, (nearest - c0) / (c1 - c0)));
    },
  };
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}
