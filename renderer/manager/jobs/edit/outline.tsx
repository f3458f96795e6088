import { MOST_ITEMS } from '#shared/job/parts.ts';
import {
  ArrowDownUp,
  BookOpenCheck,
  CircleCheckBig,
  Gauge,
  Hammer,
  IdCard,
  ListChecks,
  MessagesSquare,
  Mic,
  Keyboard,
  Plus,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { Button, classNames } from '#renderer/ui/index.ts';
import { NEW_ITEM_KINDS, type NewItemKind } from '#shared/job/blank-job.ts';
import type { Item } from '#shared/job.ts';
import { useFormats } from '../../use-formats.ts';
import { useDraftScene } from './draft-context.tsx';
import { isUnwritten, nameOf } from './finding-words.ts';
import { isSamePlace, placeOf, type Place } from './place.ts';
import { useStudioLocale } from './use-studio-locale.ts';

export const KIND_ICONS: Readonly<Record<Item['kind'], ReactNode>> = {
  spoken: <Mic aria-hidden="true" />,
  typed: <Keyboard aria-hidden="true" />,
  choice: <ListChecks aria-hidden="true" />,
  ranking: <ArrowDownUp aria-hidden="true" />,
  rating: <Gauge aria-hidden="true" />,
  role_play: <MessagesSquare aria-hidden="true" />,
  work_sample: <Hammer aria-hidden="true" />,
};

interface OutlineProps {
  readonly place: Place;
  readonly onGo: (place: Place) => void;
  readonly onAddDimension: () => void;
  readonly onAddItem: (kind: NewItemKind) => void;
  readonly onFromBank: () => void;
}

/** The parts of the post, with how much is wrong in each. */
export function Outline({ place, onGo, onAddDimension, onAddItem, onFromBank }: OutlineProps) {
  const { t } = useTranslation('studio');
  const locale = useStudioLocale();
  const formats = useFormats();
  const { job, isReadOnly, isChecking, findings } = useDraftScene();

  function entry(to: Place, icon: ReactNode, name: string, note: string | null) {
    const wrong = findings.filter(
      (each) =>
        each.weight === 'problem' &&
        (isChecking || !isUnwritten(each)) &&
        (to.kind === 'checks' || isSamePlace(placeOf(each.path), to)),
    ).length;
    const isHere = isSamePlace(place, to);
    return (
      <button
        type="button"
        className={classNames('job-outline__entry', isHere && 'job-outline__entry--here')}
        {...(isHere ? { 'aria-current': 'true' as const } : {})}
        onClick={() => onGo(to)}
      >
        {icon}
        <span className="job-outline__name">{name}</span>
        {note !== null && <span className="job-outline__note">{note}</span>}
        {wrong > 0 && (
          <span className="job-outline__wrong" aria-label={t('outline.wrong', { count: wrong })}>
            {wrong}
          </span>
        )}
      </button>
    );
  }

  const { dimensions } = job.competencyModel;
  return (
    <nav className="job-outline ui-scroll" aria-label={t('outline.label')}>
      {entry({ kind: 'post' }, <IdCard aria-hidden="true" />, t('outline.post'), null)}
      <h2 className="job-outline__head">
        {t('outline.model')}
        {!isReadOnly && dimensions.length < 5 && (
          <Button
            variant="quiet"
            isIconOnly
            icon={<Plus aria-hidden="true" />}
            aria-label={t('outline.add_dimension')}
            onPress={onAddDimension}
          />
        )}
      </h2>
      <ol>
        {dimensions.map((dimension, at) => (
          <li key={dimension.id}>
            {entry(
              { kind: 'dimension', at },
              <BookOpenCheck aria-hidden="true" />,
              nameOf(dimension.name, locale, t('places.dimension', { number: at + 1 })),
              formats.percent(dimension.weight),
            )}
          </li>
        ))}
      </ol>
      <h2 className="job-outline__head">
        {t('outline.items', { count: job.items.length })}
        {!isReadOnly && job.items.length < MOST_ITEMS && (
          <MenuTrigger>
            <Button variant="quiet" isIconOnly icon={<Plus aria-hidden="true" />} aria-label={t('outline.add_item')} />
            <Popover className="job-menu">
              <Menu
                className="job-menu__list"
                aria-label={t('outline.add_item')}
                onAction={(key) => {
                  const kind = NEW_ITEM_KINDS.find((each) => each === key);
                  if (kind === undefined) onFromBank();
                  else onAddItem(kind);
                }}
              >
                {[
                  ...NEW_ITEM_KINDS.map((kind) => (
                    <MenuItem key={kind} id={kind} className="job-menu__item" textValue={t(`kinds.${kind}`)}>
                      {KIND_ICONS[kind]}
                      {t(`kinds.${kind}`)}
                    </MenuItem>
                  )),
                  <MenuItem key="bank" id="bank" className="job-menu__item" textValue={t('outline.from_bank')}>
                    <Plus aria-hidden="true" />
                    {t('outline.from_bank')}
                  </MenuItem>,
                ]}
              </Menu>
            </Popover>
          </MenuTrigger>
        )}
      </h2>
      <ol>
        {job.items.map((item, at) => (
          <li key={item.id}>
            {entry(
              { kind: 'item', at },
              KIND_ICONS[item.kind],
              nameOf(item.prompt, locale, t(`kinds.${item.kind}`)),
              String(at + 1),
            )}
          </li>
        ))}
      </ol>
      <hr className="job-outline__line" />
      {entry({ kind: 'checks' }, <CircleCheckBig aria-hidden="true" />, t('outline.checks'), null)}
    </nav>
  );
}
