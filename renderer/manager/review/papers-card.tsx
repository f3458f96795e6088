import { FileDown, Printer } from 'lucide-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { canSaveFiles, saveFile } from '#renderer/api/save-file.ts';
import { Banner, Button, Card, Select } from '#renderer/ui/index.ts';
import type { PaperKind } from '#shared/contract/paper.ts';
import type { SessionId } from '#shared/ids.ts';
import { LOCALES, type Locale } from '#shared/localized.ts';
import { useManagerClient } from '../manager-client.tsx';
import { problemOf, type Problem } from '../problem.ts';
import { ProblemBanner } from '../problem-banner.tsx';

/** Failures of printing: where files can be saved, there is a way round them. */
const OF_PRINTING: ReadonlySet<string> = new Set([
  'not_configured',
  'receipts_only',
  'printer_offline',
  'no_paper',
  'printer_failed',
]);

type Act = 'print' | 'save';
type State =
  | { readonly is: 'still' }
  | { readonly is: 'busy'; readonly act: Act; readonly kind: PaperKind }
  | { readonly is: 'printed'; readonly kind: PaperKind }
  | { readonly is: 'saved'; readonly name: string }
  | { readonly is: 'failed'; readonly problem: Problem };

/** What can be printed of an interview, in the language of whoever will read it. */
export function PapersCard({
  id,
  spoken,
  kinds,
}: {
  readonly id: SessionId;
  readonly spoken: Locale;
  /** Those that there are of such an interview. */
  readonly kinds: readonly PaperKind[];
}) {
  const { t } = useTranslation('review');
  const client = useManagerClient();
  const [locale, setLocale] = useState<Locale>(spoken);
  const [state, setState] = useState<State>({ is: 'still' });

  async function run(act: Act, kind: PaperKind): Promise<void> {
    setState({ is: 'busy', act, kind });
    try {
      if (act === 'print') {
        await client.paper.print({ id, kind, locale });
        setState({ is: 'printed', kind });
      } else {
        const { name, pdf } = await client.paper.make({ id, kind, locale });
        const bytes = Uint8Array.from(atob(pdf), (sign) => sign.charCodeAt(0));
        saveFile(name, 'application/pdf', bytes);
        setState({ is: 'saved', name });
      }
    } catch (error) {
      setState({ is: 'failed', problem: problemOf(error) });
    }
  }

  return (
    <Card title={t('papers.title')}>
      <p className="mgr-soft">{t(canSaveFiles() ? 'papers.lead' : 'papers.lead_print')}</p>
      <Select
        label={t('papers.language')}
        options={LOCALES.map((each) => ({ id: each, label: t(`papers.languages.${each}`) }))}
        value={locale}
        onChange={(chosen) => setLocale(LOCALES.find((each) => each === chosen) ?? spoken)}
      />
      <ul className="rev-papers">
        {kinds.map((kind) => (
          <PaperRow key={kind} kind={kind} state={state} onPress={(act) => void run(act, kind)} />
        ))}
      </ul>
      {state.is === 'printed' && (
        <Banner tone="good">{t('papers.printed', { paper: t(`papers.kinds.${state.kind}`) })}</Banner>
      )}
      {state.is === 'failed' && <ProblemBanner problem={state.problem} />}
      <output className="mgr-soft">
        {state.is === 'busy' && state.act === 'print' && t('papers.printing')}
        {state.is === 'saved' && t('papers.saved', { name: state.name })}
        {state.is === 'failed' && OF_PRINTING.has(state.problem.code) && canSaveFiles() && t('papers.or_save')}
      </output>
    </Card>
  );
}

/** One paper: what it is for, and what can be done with it. */
function PaperRow({
  kind,
  state,
  onPress,
}: {
  readonly kind: PaperKind;
  readonly state: State;
  readonly onPress: (act: Act) => void;
}) {
  const { t } = useTranslation('review');
  const titleId = useId();
  const name = t(`papers.kinds.${kind}`);
  const acts: readonly Act[] = canSaveFiles() ? ['print', 'save'] : ['print'];
  const isBusyWith = (act: Act) => state.is === 'busy' && state.kind === kind && state.act === act;
  return (
    <li className="rev-paper" aria-labelledby={titleId}>
      <div>
        <h3 id={titleId}>{name}</h3>
        <p className="mgr-soft">{t(`papers.hints.${kind}`)}</p>
      </div>
      <div className="rev-paper__acts">
        {acts.map((act) => (
          <Button
            key={act}
            icon={act === 'print' ? <Printer aria-hidden="true" /> : <FileDown aria-hidden="true" />}
            aria-label={t(`papers.${act}_this`, { paper: name })}
            isPending={isBusyWith(act)}
            isDisabled={state.is === 'busy' && !isBusyWith(act)}
            onPress={() => onPress(act)}
          >
            {t(`papers.${act}`)}
          </Button>
        ))}
      </div>
    </li>
  );
}
