import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '#renderer/ui/index.ts';
import type { BankEntry } from '#shared/contract/jobs.ts';
import { nameOf } from '../edit/finding-words.ts';
import { KIND_ICONS } from '../edit/outline.tsx';
import { useStudioLocale } from '../edit/use-studio-locale.ts';

/** One question of the bank: what it asks, its skills, where it comes from and who uses it. */
export function BankEntryRow({ entry, children }: { readonly entry: BankEntry; readonly children: ReactNode }) {
  const { t } = useTranslation('studio');
  const locale = useStudioLocale();
  const { item, tags, from, usedIn } = entry;
  return (
    <li className="bank-entry">
      <span className="bank-entry__kind" title={t(`kinds.${item.kind}`)}>
        {KIND_ICONS[item.kind]}
      </span>
      <div className="bank-entry__what">
        <p className="bank-entry__prompt">{nameOf(item.prompt, locale, t('editor.untitled'))}</p>
        <span className="mgr-badges">
          {tags.map((tag) => (
            <Badge key={tag} tone="accent">
              {tag}
            </Badge>
          ))}
          <span className="mgr-soft">
            {t('bank.from', { title: from.jobTitle })}
            {' · '}
            {usedIn.length === 0
              ? t('bank.unused')
              : t('bank.used_in', { titles: usedIn.map(({ title }) => title).join(t('fields.comma')) })}
          </span>
        </span>
      </div>
      <span className="job-row">{children}</span>
    </li>
  );
}
