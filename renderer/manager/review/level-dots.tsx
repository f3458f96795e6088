import { useTranslation } from 'react-i18next';

/** A level with its five steps; the steps are drawn, the words say it. */
export function LevelDots({ level }: { readonly level: number }) {
  const { t } = useTranslation('review');
  return (
    <span className="rev-dots">
      {t('rate.level', { level })}
      <span className="rev-dots__steps" aria-hidden="true">
        {[1, 2, 3, 4, 5].map((step) => (
          <i key={step} className={step <= level ? 'rev-dots__on' : undefined} />
        ))}
      </span>
    </span>
  );
}
