import { Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Banner, Button, Card, TextField } from '#renderer/ui/index.ts';
import { MessageSettingsShown } from '#shared/hub/messages.ts';
import { ProblemNote } from '../../problem-note.tsx';
import { useDoing } from '../../use-doing.ts';
import type { SettingsCardProps } from './mail-card.tsx';

type Site = MessageSettingsShown['sites'][number];
const Sites = MessageSettingsShown.shape.sites;

/** Where kiosks stand: what messages say of each site, and whose clock its times are told by. */
export function SitesCard({ settings, save }: SettingsCardProps) {
  const { t } = useTranslation();
  const { isDoing, problem, run } = useDoing();
  const [sites, setSites] = useState<readonly Site[]>(settings.sites);
  const [hasTried, setTried] = useState(false);
  const [isDone, setDone] = useState(false);
  const parsed = Sites.safeParse(sites);
  const wrong = new Set(parsed.success ? [] : parsed.error.issues.map(({ path }) => path.join('/')));
  const twice = sites.find(({ id }, at) => sites.findIndex((each) => each.id === id) !== at)?.id;

  function change(next: readonly Site[]): void {
    setDone(false);
    setSites(next);
  }

  const store = () =>
    run(async () => {
      await save?.({ sites: [...sites] });
      setDone(true);
      setTried(false);
    });

  return (
    <Card
      title={t('settings.sites.title')}
      actions={
        save !== null && (
          <Button
            icon={<Plus aria-hidden="true" />}
            onPress={() =>
              change([
                ...sites,
                {
                  id: '',
                  name: { 'zh-CN': '', en: '' },
                  address: '',
                  phone: '',
                  timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
                },
              ])
            }
          >
            {t('settings.sites.add')}
          </Button>
        )
      }
    >
      <div className="mgr-stack">
        <p className="mgr-soft">{sites.length === 0 ? t('settings.sites.none') : t('settings.sites.lead')}</p>
        {sites.map((site, at) => {
          const set = (part: Partial<Site>) => change(sites.with(at, { ...site, ...part }));
          const field = (path: string, value: string, onChange: (text: string) => void) => ({
            label: t(`settings.site_fields.${path.replace('/', '_')}`),
            value,
            onChange,
            isDisabled: save === null,
            ...(hasTried && wrong.has(`${at}/${path}`)
              ? { error: t(`settings.site_wrong.${path.replace('/', '_')}`) }
              : {}),
          });
          return (
            // a site has no name of its own before it is given one
            <fieldset key={at} className="set-site">
              <legend className="mgr-small-title">{t('settings.sites.number', { number: at + 1 })}</legend>
              <div className="set-site__fields">
                <TextField {...field('id', site.id, (id) => set({ id }))} maxLength={64} />
                <TextField
                  {...field('name/zh-CN', site.name['zh-CN'], (name) => set({ name: { ...site.name, 'zh-CN': name } }))}
                  maxLength={200}
                />
                <TextField
                  {...field('name/en', site.name.en, (name) => set({ name: { ...site.name, en: name } }))}
                  maxLength={200}
                />
                <TextField {...field('address', site.address, (address) => set({ address }))} maxLength={300} />
                <TextField {...field('phone', site.phone, (phone) => set({ phone }))} maxLength={40} />
                <TextField {...field('timeZone', site.timeZone, (timeZone) => set({ timeZone }))} maxLength={64} />
              </div>
              {save !== null && (
                <Button
                  isIconOnly
                  variant="quiet"
                  icon={<Trash2 aria-hidden="true" />}
                  aria-label={t('settings.sites.remove', { number: at + 1 })}
                  onPress={() => change(sites.toSpliced(at, 1))}
                />
              )}
            </fieldset>
          );
        })}
        {hasTried && twice !== undefined && (
          <Banner tone="danger" isUrgent>
            {t('settings.sites.twice', { id: twice })}
          </Banner>
        )}
        {problem !== null && <ProblemNote problem={problem} />}
        {isDone && <Banner tone="good">{t('settings.saved')}</Banner>}
        {save !== null && (
          <div className="con-aside">
            <Button
              variant="primary"
              isPending={isDoing}
              isDisabled={JSON.stringify(sites) === JSON.stringify(settings.sites)}
              onPress={() => {
                setTried(true);
                if (parsed.success && twice === undefined) void store();
              }}
            >
              {t('settings.sites.save')}
            </Button>
          </div>
        )}
      </div>
    </Card>
  );
}
