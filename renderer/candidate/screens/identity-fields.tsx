import { Phone, Ticket } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { NumberPad, RadioCards, TextField } from '#renderer/ui/index.ts';
import { useCandidateSession } from '../session-context.tsx';
import { useInvitation } from '../use-invitation.ts';
import { InvitationNote } from './invitation-note.tsx';
import './identity-screen.css';

export interface IdentityDraft {
  readonly by: 'invitation' | 'name';
  readonly code: string;
  readonly name: string;
  readonly phone: string;
}

/** The digits go to the only field that digits make sense in. */
export function IdentityFields({
  draft,
  onChange,
}: {
  readonly draft: IdentityDraft;
  readonly onChange: (draft: IdentityDraft) => void;
}) {
  const { t } = useTranslation('candidate');
  const { client } = useCandidateSession();
  const isInvitation = draft.by === 'invitation';
  const invitation = useInvitation(client, isInvitation ? draft.code : null);
  return (
    <div className="c-identity">
      <div className="c-identity__fields">
        <RadioCards
          label={t('identity.how')}
          isLabelHidden
          layout="row"
          value={draft.by}
          onChange={(by) => onChange({ ...draft, by: by === 'invitation' ? by : 'name' })}
          options={[
            { value: 'name', label: t('identity.byName'), icon: <Phone aria-hidden="true" /> },
            { value: 'invitation', label: t('identity.byCode'), icon: <Ticket aria-hidden="true" /> },
          ]}
        />
        {isInvitation ? (
          <>
            <TextField
              data-keyboard="code"
              label={t('identity.code')}
              description={t('identity.codeHelp')}
              value={draft.code}
              maxLength={32}
              onChange={(code) => onChange({ ...draft, code })}
            />
            <InvitationNote answer={invitation} />
          </>
        ) : (
          <>
            <TextField
              data-keyboard="name"
              label={t('identity.name')}
              value={draft.name}
              maxLength={80}
              onChange={(name) => onChange({ ...draft, name })}
            />
            <TextField
              // the pad beside it writes into it
              data-keyboard="own"
              label={t('identity.phone')}
              description={t('identity.phoneHelp')}
              type="tel"
              inputMode="tel"
              value={draft.phone}
              maxLength={20}
              onChange={(phone) => onChange({ ...draft, phone: phone.replaceAll(/[^0-9+ -]/g, '') })}
            />
          </>
        )}
      </div>
      <div className="c-identity__pad">
        <NumberPad
          label={isInvitation ? t('identity.padCode') : t('identity.padPhone')}
          value={isInvitation ? draft.code : draft.phone}
          maxLength={20}
          deleteLabel={t('common:delete')}
          clearLabel={t('common:clear')}
          onChange={(value) => onChange(isInvitation ? { ...draft, code: value } : { ...draft, phone: value })}
        />
      </div>
    </div>
  );
}
