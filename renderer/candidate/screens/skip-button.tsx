import { SkipForward } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, Dialog } from '#renderer/ui/index.ts';
import { useCandidateSession } from '../session-context.tsx';

/** Skips the question, after asking once; a follow-up question is skipped by one touch. */
export function SkipButton({ isOneTouch = false }: { readonly isOneTouch?: boolean }) {
  const { t } = useTranslation('candidate');
  const { send, isSending } = useCandidateSession();
  const [isOpen, setIsOpen] = useState(false);
  if (isOneTouch) {
    return (
      <Button
        icon={<SkipForward aria-hidden="true" />}
        isDisabled={isSending}
        onPress={() => void send({ type: 'question_skipped' })}
      >
        {t('followUp.skip')}
      </Button>
    );
  }
  return (
    <>
      <Button variant="quiet" icon={<SkipForward aria-hidden="true" />} onPress={() => setIsOpen(true)}>
        {t('question.skip')}
      </Button>
      <Dialog
        isOpen={isOpen}
        onOpenChange={setIsOpen}
        title={t('question.skipTitle')}
        icon={<SkipForward aria-hidden="true" />}
        actions={
          <>
            <Button size="large" onPress={() => setIsOpen(false)}>
              {t('question.skipStay')}
            </Button>
            <Button
              size="large"
              isDisabled={isSending}
              onPress={() => {
                setIsOpen(false);
                void send({ type: 'question_skipped' });
              }}
            >
              {t('question.skipConfirm')}
            </Button>
          </>
        }
      >
        <p>{t('question.skipText')}</p>
      </Dialog>
    </>
  );
}
