/** A share of 0 to 1 as a bar beside its number. The number is text next to it, so the bar says nothing of its own. */
export function ShareBar({ share, tone = 'accent' }: { readonly share: number; readonly tone?: 'accent' | 'warn' }) {
  return (
    <svg className={`ins-share ins-share--${tone}`} viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
      <rect className="ins-share__track" width={100} height={8} rx={2} />
      <rect className="ins-share__fill" width={100 * share} height={8} rx={2} />
    </svg>
  );
}
