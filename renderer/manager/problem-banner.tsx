import { useTranslation } from 'react-i18next';
import { Banner, Button } from '#renderer/ui/index.ts';
import type { Problem } from './problem.ts';

/** What went wrong and what to do next, in words. */
export function ProblemBanner({ problem, onRetry }: { readonly problem: Problem; readonly onRetry?: () => void }) {
  const { t } = useTranslation('manager');
  return (
    <Banner
      tone="danger"
      isUrgent
      {...(onRetry === undefined ? {} : { action: <Button onPress={onRetry}>{t('common.try_again')}</Button> })}
    >
      {t(`problems.${problem.code}`, problem.values)}
    </Banner>
  );
}
