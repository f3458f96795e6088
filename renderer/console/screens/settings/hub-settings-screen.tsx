import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { PageHeader } from '#renderer/manager/page-header.tsx';
import { Spinner } from '#renderer/ui/index.ts';
import { type MessageSettingsInput, MessageSettingsShown } from '#shared/hub/messages.ts';
import { HUB_PATHS } from '#shared/hub/paths.ts';
import type { Me } from '#shared/wire/person.ts';
import { ask } from '../../hub-client.ts';
import { ProblemNote } from '../../problem-note.tsx';
import { useAnswer } from '../../use-answer.ts';
import { MailCard } from './mail-card.tsx';
import { OrganisationCard } from './organisation-card.tsx';
import { PartnersSection } from './partners-section.tsx';
import { SitesCard } from './sites-card.tsx';
import { SmsCard } from './sms-card.tsx';
import { VendorsSection } from './vendors-section.tsx';
import './settings.css';

/** How head office reaches people and other programs: messages, sites, partners, recruiting systems. */
export function HubSettingsScreen({ me }: { readonly me: Me }) {
  const { t } = useTranslation();
  const mayWrite = me.scopes.includes('connectors:write');
  const load = useCallback(() => ask(HUB_PATHS.messageSettings, MessageSettingsShown), []);
  const { value, problem, reload } = useAnswer(load);
  const change = async (input: MessageSettingsInput) => {
    await ask(HUB_PATHS.messageSettings, MessageSettingsShown, { method: 'PATCH', body: input });
    await reload();
  };
  const save = mayWrite ? change : null;
  return (
    <>
      <PageHeader title={t('settings.title')} note={t('settings.note')} />
      {problem !== null && <ProblemNote problem={problem} onRetry={() => void reload()} />}
      {value === null && problem === null && <Spinner label={t('common.loading')} />}
      {value !== null && (
        <>
          <div className="set-cards">
            <div className="mgr-stack">
              <OrganisationCard settings={value} save={save} />
              <SmsCard settings={value} save={save} />
            </div>
            <MailCard settings={value} save={save} />
          </div>
          <SitesCard settings={value} save={save} />
          <PartnersSection mayWrite={mayWrite} />
          <VendorsSection mayWrite={mayWrite} sites={value.sites.map(({ id }) => id)} />
        </>
      )}
    </>
  );
}
