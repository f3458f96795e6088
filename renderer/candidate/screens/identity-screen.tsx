import { ArrowLeft, ArrowRight } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Accommodations, Identity } from '#shared/session.ts';
import { Button } from '#renderer/ui/index.ts';
import { useCandidateSession } from '../session-context.tsx';
import { Stage } from '../stage.tsx';
import { IdentityFields, type IdentityDraft } from './identity-fields.tsx';
import { IdentityNeeds } from './identity-needs.tsx';

const EMPTY: IdentityDraft = { by: 'name', code: '', name: '', phone: '' };

function identityOf({ by, code, name, phone }: IdentityDraft): Identity | null {
  const parsed = Identity.safeParse(by === 'invitation' ? { by, code } : { by, name, phone });
  return parsed.success ? parsed.data : null;
}

/** Who this is: an invitation, or a name and a telephone number; then age, and what would make it easier. */
export function IdentityScreen() {
  const { t } = useTranslation('candidate');
  const { view, send, isSending } = useCandidateSession();
  const [step, setStep] = useState<'who' | 'needs'>('who');
  const [draft, setDraft] = useState(EMPTY);
  const [isOfAge, setIsOfAge] = useState(false);
  const [needs, setNeeds] = useState<Accommodations>(view.accommodations);
  const identity = identityOf(draft);
  const isWho = step === 'who';

  const back = () => (isWho ? void send({ type: 'went_back' }) : setStep('who'));
  const next = () => {
    if (isWho) setStep('needs');
    else if (identity !== null && isOfAge) {
      void send({ type: 'identity_given', identity, isOfAge, accommodations: needs });
    }
  };

  return (
    <Stage
      key={step}
      title={isWho ? t('identity.title') : t('needs.title')}
      lead={isWho ? t('identity.lead', { context: view.job?.purpose ?? 'hiring' }) : t('needs.lead')}
      actions={
        <>
          <Button size="large" icon={<ArrowLeft aria-hidden="true" />} isDisabled={isSending} onPress={back}>
            {t('common:back')}
          </Button>
          <Button
            variant="primary"
            size="large"
            iconAfter={<ArrowRight aria-hidden="true" />}
            isDisabled={isSending || identity === null || (!isWho && !isOfAge)}
            onPress={next}
          >
            {t('common:next')}
          </Button>
        </>
      }
    >
      {isWho ? (
        <IdentityFields draft={draft} onChange={setDraft} />
      ) : (
        <IdentityNeeds
          minimumAge={view.minimumAge}
          isOfAge={isOfAge}
          onOfAge={setIsOfAge}
          needs={needs}
          onNeeds={setNeeds}
        />
      )}
    </Stage>
  );
}
