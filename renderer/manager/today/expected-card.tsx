import { UserPlus, X } from 'lucide-react';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge, Button, Card, Spinner } from '#renderer/ui/index.ts';
import type { ExpectedCandidate } from '#shared/contract/expected.ts';
import type { Locale } from '#shared/localized.ts';
import { useManagerClient } from '../manager-client.tsx';
import { problemOf, type Problem } from '../problem.ts';
import { ProblemBanner } from '../problem-banner.tsx';
import { useFormats } from '../use-formats.ts';
import { useLoad } from '../use-load.ts';
import { ExpectDialog, type ExpectedPost } from './expect-dialog.tsx';
import { shownCode } from './shown-code.ts';

/** Whom the site expects by itself, with their codes; they are gone from here once they sat down, or after a day. */
export function ExpectedCard({ locale }: { readonly locale: Locale }) {
  const { t } = useTranslation('manager');
  const client = useManagerClient();
  const { load, reload } = useLoad(useCallback(() => client.expected.list({ locale }), [client, locale]));
  const [posts, setPosts] = useState<readonly ExpectedPost[] | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);

  async function doing(work: () => Promise<void>): Promise<void> {
    setProblem(null);
    try {
      await work();
    } catch (error) {
      setProblem(problemOf(error));
    }
  }
  const begin = () => doing(async () => setPosts(await client.expected.posts({ locale })));
  const remove = ({ id }: ExpectedCandidate) =>
    doing(async () => {
      await client.expected.remove({ id });
      await reload();
    });

  return (
    <Card title={t('expected.title')}>
      {load.state === 'loading' && <Spinner label={t('common.loading')} />}
      {load.state === 'failed' && <ProblemBanner problem={load.problem} onRetry={() => void reload()} />}
      {problem !== null && <ProblemBanner problem={problem} />}
      {load.state === 'ready' && load.value.length === 0 && <p className="mgr-soft">{t('expected.nobody')}</p>}
      {load.state === 'ready' && load.value.length > 0 && (
        <ul className="mgr-expected">
          {load.value.map((each) => (
            <ExpectedLine key={each.id} expected={each} onRemove={() => void remove(each)} />
          ))}
        </ul>
      )}
      <Button icon={<UserPlus aria-hidden="true" />} onPress={() => void begin()}>
        {t('expected.add')}
      </Button>
      {posts !== null && <ExpectDialog posts={posts} onClose={() => setPosts(null)} onMade={() => void reload()} />}
    </Card>
  );
}

function ExpectedLine({
  expected: { name, code, jobTitle, skills, expiresAt },
  onRemove,
}: {
  readonly expected: ExpectedCandidate;
  readonly onRemove: () => void;
}) {
  const { t } = useTranslation('manager');
  const format = useFormats();
  return (
    <li className="mgr-expected__line">
      <div className="mgr-expected__who">
        <strong>{name}</strong>
        <span className="ui-mono">{shownCode(code)}</span>
        <span className="mgr-soft">
          {jobTitle} · {t('expected.until', { time: format.shortDateTime(expiresAt) })}
        </span>
        {skills.length > 0 && (
          <span className="mgr-badges">
            {skills.map((skill) => (
              <Badge key={skill} tone="neutral">
                {skill}
              </Badge>
            ))}
          </span>
        )}
      </div>
      <Button
        variant="quiet"
        icon={<X aria-hidden="true" />}
        aria-label={t('expected.remove', { name })}
        onPress={onRemove}
      />
    </li>
  );
}
