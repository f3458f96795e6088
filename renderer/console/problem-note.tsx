import { useTranslation } from 'react-i18next';
import { Banner, Button } from '#renderer/ui/index.ts';
import type { HubProblem } from './hub-client.ts';

/** What went wrong and what to do next, in words. */
export function ProblemNote({ problem, onRetry }: { readonly problem: HubProblem; readonly onRetry?: () => void }) {
  const { t, i18n } = useTranslation();
  const known = `problems.${problem.code}`;
  const reason = `problems.reasons.${problem.reason ?? ''}`;
  // a newer hub may know reasons that this page does not: then its own sentence is better than none
  const detail = i18n.exists(reason, { ns: 'console' }) ? t(reason, problem.values) : problem.message;
  const seconds = Math.ceil((problem.retryAfterMs ?? 0) / 1000);
  return (
    <Banner
      tone="danger"
      isUrgent
      {...(onRetry === undefined ? {} : { action: <Button onPress={onRetry}>{t('common.try_again')}</Button> })}
    >
      {i18n.exists(known, { ns: 'console' })
        ? t(known, { seconds, detail })
        : t('problems.unforeseen', { code: problem.code, detail })}
    </Banner>
  );
}
