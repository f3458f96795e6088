import { RotateCcw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Banner, Button } from '#renderer/ui/index.ts';
import { type CaptureState, useCapture } from './capture-context.tsx';
import './capture-trouble.css';

/** Camera or microphone are gone: what happened, and trying again. The other way on stands in the dock. */
export function CaptureTrouble({ code }: { readonly code: Extract<CaptureState, { status: 'failed' }>['code'] }) {
  const { t } = useTranslation('candidate');
  const { reopen } = useCapture();
  return (
    <div className="c-trouble">
      <Banner tone="warn" isUrgent title={t(`trouble.${code}.text`)}>
        {t(`trouble.${code}.next`)}
      </Banner>
      <Button size="large" icon={<RotateCcw aria-hidden="true" />} onPress={reopen}>
        {t('trouble.retry')}
      </Button>
    </div>
  );
}
