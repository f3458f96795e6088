import { Captions, Clock, Hand, Keyboard } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Accommodations } from '#shared/session.ts';
import { Checkbox } from '#renderer/ui/index.ts';
import './identity-screen.css';

const NEEDS = [
  { key: 'textInstead', Icon: Keyboard },
  { key: 'captions', Icon: Captions },
  { key: 'moreTime', Icon: Clock },
  { key: 'person', Icon: Hand },
] as const;

/** The age gate (R17), and what would make it easier (R21): nobody who rates ever learns of it. */
export function IdentityNeeds({
  minimumAge,
  isOfAge,
  onOfAge,
  needs,
  onNeeds,
}: {
  readonly minimumAge: number;
  readonly isOfAge: boolean;
  readonly onOfAge: (isOfAge: boolean) => void;
  readonly needs: Accommodations;
  readonly onNeeds: (needs: Accommodations) => void;
}) {
  const { t } = useTranslation('candidate');
  return (
    <div className="c-needs">
      <section>
        <h2>{t('needs.age')}</h2>
        <Checkbox isCard isSelected={isOfAge} onChange={onOfAge}>
          <strong>{t('needs.ofAge', { age: minimumAge })}</strong>
        </Checkbox>
      </section>
      <section>
        <h2>{t('needs.help')}</h2>
        <div className="c-needs__grid">
          {NEEDS.map(({ key, Icon }) => (
            <Checkbox
              key={key}
              isCard
              icon={<Icon aria-hidden="true" />}
              isSelected={needs[key]}
              onChange={(isWanted) => onNeeds({ ...needs, [key]: isWanted })}
            >
              <span className="c-needs__text">
                <strong>{t(`needs.${key}.title`)}</strong>
                <span>{t(`needs.${key}.text`)}</span>
              </span>
            </Checkbox>
          ))}
        </div>
        <p className="c-needs__note">{t('needs.private')}</p>
      </section>
    </div>
  );
}
