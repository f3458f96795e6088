import { Check, MessageCircleHeart } from 'lucide-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Purpose } from '#shared/purpose.ts';
import type { Receipt } from '#shared/session-view.ts';
import { Button, QrCode, Spinner } from '#renderer/ui/index.ts';
import { PageButtons } from '../page-buttons.tsx';
import { useCandidateSession } from '../session-context.tsx';
import { Stage } from '../stage.tsx';
import { useScrollPages } from '../use-scroll-pages.ts';
import { PrintButton } from './print-button.tsx';
import './receipt-screen.css';

/** What was good, in the candidate's own words. Long words are read page by page: the next step never makes room for them. */
function Strengths({ strengths }: { readonly strengths: Receipt['strengths'] }) {
  const { t } = useTranslation('candidate');
  const list = useRef<HTMLUListElement>(null);
  const pages = useScrollPages(list);
  return (
    <>
      <h2>{t('receipt.strengths')}</h2>
      <div className="c-receipt__pages">
        <ul
          ref={list}
          className="c-receipt__strengths ui-scroll"
          aria-label={t('receipt.strengths')}
          // nothing in it can be focused: the arrow keys of a keyboard need the list itself
          {...(pages.isLong && { tabIndex: 0 })}
        >
          {strengths.map(({ text, quote }) => (
            <li key={text}>
              <MessageCircleHeart aria-hidden="true" />
              <div>
                <p>{text}</p>
                {quote !== '' && <blockquote>{t('receipt.quote', { quote })}</blockquote>}
              </div>
            </li>
          ))}
        </ul>
        <PageButtons pages={pages} />
      </div>
    </>
  );
}

function NoStrengths({ isAnalysed, purpose }: { readonly isAnalysed: boolean; readonly purpose: Purpose }) {
  const { t } = useTranslation('candidate');
  if (isAnalysed) return <p>{t('receipt.noStrengths', { context: purpose })}</p>;
  return (
    <p className="c-receipt__wait">
      <Spinner label={t('receipt.analysing')} />
      {t('receipt.analysing')}
    </p>
  );
}

/** What the candidate takes along: strengths in their own words, the next step, the way to be deleted. Never a verdict. */
export function ReceiptScreen() {
  const { t } = useTranslation('candidate');
  const { view, send, isSending } = useCandidateSession();
  const { receipt } = view;
  const purpose = view.job?.purpose ?? 'hiring';
  if (receipt === null) return <Stage title={t('receipt.title')} canPause={false} />;
  const phone = receipt.phone === '' ? view.site.phone : receipt.phone;
  const date = new Intl.DateTimeFormat(view.locale, { dateStyle: 'long', timeZone: 'UTC' }).format(
    new Date(`${receipt.nextStepBy}T00:00:00Z`),
  );
  const facts = [
    { label: t('receipt.reference'), value: receipt.reference },
    { label: t('receipt.by', { context: purpose }), value: date },
    ...(phone === '' ? [] : [{ label: t('receipt.phone'), value: phone }]),
  ];
  return (
    <Stage
      title={t('receipt.title')}
      lead={t(view.canPrint ? 'receipt.leadPrint' : 'receipt.lead', {
        answered: receipt.answered,
        total: receipt.total,
      })}
      spoken={[receipt.nextStep, ...receipt.strengths.map(({ text }) => text), t('receipt.spokenDeletion')].join('\n')}
      canPause={false}
      actions={
        <>
          {view.canPrint && <PrintButton />}
          <Button
            variant="primary"
            size="large"
            icon={<Check aria-hidden="true" />}
            isDisabled={isSending}
            onPress={() => void send({ type: 'receipt_read' })}
          >
            {t('receipt.done')}
          </Button>
        </>
      }
    >
      <div className="c-receipt">
        <section className="c-receipt__words">
          {receipt.strengths.length > 0 ? (
            <Strengths strengths={receipt.strengths} />
          ) : (
            <NoStrengths isAnalysed={receipt.isAnalysed} purpose={purpose} />
          )}
          <h2>{t('receipt.next')}</h2>
          <p>{receipt.nextStep}</p>
          {view.consents?.scoring === true && (
            <p className="c-receipt__small">{t('receipt.readByComputer', { context: purpose })}</p>
          )}
        </section>
        <section className="c-ticket" aria-label={t('receipt.ticket')}>
          <dl>
            {facts.map(({ label, value }) => (
              <div key={label}>
                <dt>{label}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
          <div className="c-ticket__code">
            <div>
              <p>{t('receipt.deletionCode')}</p>
              <p className="ui-mono c-ticket__secret">{receipt.deletionCode}</p>
              <p className="c-ticket__help">{t('receipt.deletionHelp')}</p>
            </div>
            <QrCode
              text={t('receipt.qr', { reference: receipt.reference, code: receipt.deletionCode, phone })}
              label={t('receipt.qrLabel')}
            />
          </div>
        </section>
      </div>
    </Stage>
  );
}
