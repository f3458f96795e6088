import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Spinner } from '#renderer/ui/index.ts';
import type { Locale } from '#shared/localized.ts';

// charts are loaded when somebody looks at them: a candidate's page never needs them
const InsightsScreen = lazy(async () => ({ default: (await import('./insights-screen.tsx')).InsightsScreen }));

/** The place of figures over many interviews. */
export function InsightsPlace({ locale }: { readonly locale: Locale }) {
  const { t } = useTranslation('manager');
  return (
    <Suspense
      fallback={
        <div className="mgr-wait">
          <Spinner label={t('common.loading')} />
        </div>
      }
    >
      <InsightsScreen locale={locale} />
    </Suspense>
  );
}
