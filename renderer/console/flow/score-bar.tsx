/** A score of 0 to 100 as a mark on a line, with the interval it may lie in. The words beside it say the same. */
export function ScoreBar({
  score,
  low,
  high,
  bar,
}: {
  readonly score: number;
  readonly low?: number;
  readonly high?: number;
  /** What a rule asks for. */
  readonly bar?: number;
}) {
  return (
    <svg className="flow-score" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
      <rect className="flow-score__rail" x="0" y="3" width="100" height="4" />
      {low !== undefined && high !== undefined && (
        <rect className="flow-score__interval" x={low} y="2" width={Math.max(0.5, high - low)} height="6" />
      )}
      {low === undefined && <rect className="flow-score__interval" x="0" y="3" width={score} height="4" />}
      <rect className="flow-score__mark" x={Math.min(99, score - 0.5)} y="0" width="1" height="10" />
      {bar !== undefined && <rect className="flow-score__bar" x={bar - 0.25} y="0" width="0.5" height="10" />}
    </svg>
  );
}
