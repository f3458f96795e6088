import { FileDown } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, Card, Select } from '#renderer/ui/index.ts';
import type { PaperKind } from '#shared/contract/paper.ts';
import type { SessionId } from '#shared/ids.ts';
import { LOCALES, type Locale } from '#shared/localized.ts';
import { useManagerClient } from '../manager-client.tsx';
import { problemOf, type Problem } from '../problem.ts';
import { ProblemBanner } from '../problem-banner.tsx';

/** Hands the browser a PDF to keep or to print. Nothing leaves the machine. */
function save(name: string, pdf: string): void {
  const bytes = Uint8Array.from(atob(pdf), (sign) => sign.charCodeAt(0));
  const url = URL.createObjectURL(new Blob([bytes], { type: 'application/pdf' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

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
  const [making, setMaking] = useState<PaperKind | null>(null);
  const [saved, setSaved] = useState<string | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);

  async function make(kind: PaperKind): Promise<void> {
    setMaking(kind);
    setProblem(null);
    setSaved(null);
    try {
      const { name, pdf } = await client.paper.make({ id, kind, locale });
      save(name, pdf);
      setSaved(name);
    } catch (error) {
      setProblem(problemOf(error));
    } finally {
      setMaking(null);
    }
  }

  return (
    <Card title={t('papers.title')}>
      <p className="mgr-soft">{t('papers.lead')}</p>
      <Select
        label={t('papers.language')}
        options={LOCALES.map((each) => ({ id: each, label: t(`papers.languages.${each}`) }))}
        value={locale}
        onChange={(chosen) => setLocale(LOCALES.find((each) => each === chosen) ?? spoken)}
      />
      <ul className="rev-papers">
        {kinds.map((kind) => (
          <li key={kind}>
            <Button
              isWide
              icon={<FileDown aria-hidden="true" />}
              isPending={making === kind}
              isDisabled={making !== null && making !== kind}
              onPress={() => void make(kind)}
            >
              {t(`papers.kinds.${kind}`)}
            </Button>
            <p className="mgr-soft">{t(`papers.hints.${kind}`)}</p>
          </li>
        ))}
      </ul>
      <output className="mgr-soft">{saved !== null && t('papers.saved', { name: saved })}</output>
      {problem !== null && <ProblemBanner problem={problem} />}
    </Card>
  );
}
