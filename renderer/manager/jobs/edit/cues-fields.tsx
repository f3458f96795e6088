import { ListPlus, Plus, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '#renderer/ui/index.ts';
import { blankCues, blankText } from '#shared/job/blank-job.ts';
import type { JobPath } from '#shared/job/check-job.ts';
import type { Indicator } from '#shared/job.ts';
import { LOCALES, type Locale } from '#shared/localized.ts';
import { useDraftScene } from './draft-context.tsx';
import { At, PartError, TextPair, WordsField } from './fields.tsx';

const MOST_GROUPS = 4;
const FEWEST_GROUPS = 2;
const LEVELS = [5, 3, 1] as const;

type CuesOf = NonNullable<Indicator['cues']>;

/** Concept groups of one language: each is one thing that has to be spoken of, in the words people use for it. */
function Groups({ path, cues, locale }: { readonly path: JobPath; readonly cues: CuesOf; readonly locale: Locale }) {
  const { t } = useTranslation('studio');
  const { isReadOnly, change } = useDraftScene();
  const groups = cues.concepts[locale];
  const own = [...path, 'concepts', locale];
  return (
    <At path={own} className="job-groups">
      {groups.map((_, at) => (
        // groups have no name of their own: their place is all there is
        <div key={at} className="job-group">
          <WordsField
            path={[...own, at]}
            locale={locale}
            rows={3}
            label={t('cues.group_in', { number: at + 1, language: t(`languages.${locale}`) })}
          />
          {!isReadOnly && groups.length > FEWEST_GROUPS && (
            <Button
              variant="quiet"
              isIconOnly
              icon={<Trash2 aria-hidden="true" />}
              aria-label={t('cues.remove_group', { number: at + 1 })}
              onPress={() => change(own, groups.toSpliced(at, 1))}
            />
          )}
        </div>
      ))}
      <PartError path={own} />
      {!isReadOnly && groups.length < MOST_GROUPS && (
        <Button variant="quiet" icon={<Plus aria-hidden="true" />} onPress={() => change(own, [...groups, []])}>
          {t('cues.add_group')}
        </Button>
      )}
    </At>
  );
}

/** How the words of an answer are matched to an indicator. */
export function CuesFields({ path, cues }: { readonly path: JobPath; readonly cues: Indicator['cues'] }) {
  const { t } = useTranslation('studio');
  const { isReadOnly, change } = useDraftScene();
  if (cues === undefined) {
    return (
      <At path={path} className="job-stack">
        <p className="ui-field__description">{t('cues.none')}</p>
        {!isReadOnly && (
          <div>
            <Button icon={<ListPlus aria-hidden="true" />} onPress={() => change(path, blankCues())}>
              {t('cues.add')}
            </Button>
          </div>
        )}
      </At>
    );
  }
  const addExemplar = (level: (typeof LEVELS)[number]): void =>
    change([...path, 'exemplars'], [...cues.exemplars, { level, text: blankText(), paraphrase: blankText() }]);
  return (
    <At path={path} className="job-stack">
      <p className="ui-field__description">{t('cues.groups_hint')}</p>
      <div className="job-pair">
        {LOCALES.map((locale) => (
          <Groups key={locale} path={path} cues={cues} locale={locale} />
        ))}
      </div>
      <div className="job-pair">
        {LOCALES.map((locale) => (
          <WordsField
            key={locale}
            path={[...path, 'counterCues', locale]}
            locale={locale}
            label={t('fields.in_language', { label: t('places.counterCues'), language: t(`languages.${locale}`) })}
          />
        ))}
      </div>
      <h3 className="job-sub">{t('cues.exemplars')}</h3>
      <p className="ui-field__description">{t('cues.exemplars_hint')}</p>
      <PartError path={[...path, 'exemplars']} />
      {cues.exemplars.map(({ level }, at) => (
        <div key={at} className="job-exemplar">
          <p className="job-exemplar__level">{t('places.level', { level })}</p>
          <div className="job-stack">
            <TextPair path={[...path, 'exemplars', at, 'text']} label={t('cues.sentence')} />
            <TextPair path={[...path, 'exemplars', at, 'paraphrase']} label={t('cues.paraphrase')} />
          </div>
          {!isReadOnly && (
            <Button
              variant="quiet"
              isIconOnly
              icon={<Trash2 aria-hidden="true" />}
              aria-label={t('cues.remove_exemplar', { number: at + 1 })}
              onPress={() => change([...path, 'exemplars'], cues.exemplars.toSpliced(at, 1))}
            />
          )}
        </div>
      ))}
      {!isReadOnly && (
        <div className="job-row">
          {LEVELS.map((level) => (
            <Button key={level} variant="quiet" icon={<Plus aria-hidden="true" />} onPress={() => addExemplar(level)}>
              {t('cues.add_exemplar', { level })}
            </Button>
          ))}
        </div>
      )}
      <TextPair path={[...path, 'strength']} label={t('places.strength')} hint={t('cues.strength_hint')} />
    </At>
  );
}
