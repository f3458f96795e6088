import { StrictMode, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { I18nextProvider } from 'react-i18next';
import { createTranslations } from '#renderer/i18n/create-translations.ts';
import { useLocale } from '#renderer/i18n/use-locale.ts';
import { ManagerApp } from '#renderer/manager/manager-app.tsx';
import { Locale } from '#shared/localized.ts';
import { createFakeKiosk } from './fake-kiosk.ts';
import { ToldStories } from './fixtures.ts';

const wanted = new URLSearchParams(location.search);
const firstLocale = Locale.parse(wanted.get('locale') ?? 'en');
const told: unknown = await (await fetch('told.json')).json();
const kiosk = createFakeKiosk({
  isNew: wanted.has('new'),
  isEmpty: wanted.has('empty'),
  told: ToldStories.array().parse(told),
});
Object.assign(window, { kiosk });

function Page() {
  const [locale, setLocale] = useState(firstLocale);
  const [hasLeft, setLeft] = useState(false);
  useLocale(locale);
  if (hasLeft) return <p>attract screen</p>;
  return <ManagerApp client={kiosk.client} locale={locale} onLocaleChange={setLocale} onLeave={() => setLeft(true)} />;
}

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no root.');
createRoot(root).render(
  <StrictMode>
    <I18nextProvider i18n={createTranslations(firstLocale)}>
      <Page />
    </I18nextProvider>
  </StrictMode>,
);
