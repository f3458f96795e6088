import { useTranslation } from 'react-i18next';
import { useFormats } from '#renderer/manager/use-formats.ts';
import type { CandidateDetail } from '#shared/hub/candidates.ts';
import { useNames } from '../flow/names.tsx';
import { actorText } from '../flow/words.ts';
import { happenedText } from './history-words.ts';

/** What happened, newest first: what, who, when and why. */
export function History({ candidate }: { readonly candidate: CandidateDetail }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const names = useNames();
  const jobOf = (applicationId: string | null): string =>
    candidate.applications.find(({ id }) => id === applicationId)?.jobId ?? '';
  return (
    <section className="ui-card file-history" aria-label={t('candidates.history')}>
      <h2 className="ui-card__title">{t('candidates.history')}</h2>
      <ol className="file-history__list">
        {candidate.timeline.map((entry, index) => {
          const { what, reason } = happenedText({ t, formats, names }, jobOf, entry);
          // what a decision brought about came with it and has the same reason
          const isSaidBelow = candidate.timeline
            .slice(index + 1)
            .some(({ at, detail }) => at === entry.at && detail['reason'] === reason);
          return (
            <li key={entry.seq}>
              <p>{what}</p>
              {reason !== null && !isSaidBelow && <p className="file-history__reason">“{reason}”</p>}
              <p className="file-history__who">
                {actorText(t, names, entry.actor)} · {formats.dateTime(entry.at)}
              </p>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
