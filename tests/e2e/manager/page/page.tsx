import { StrictMode, useState } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { I18nextProvider } from 'react-i18next';
import { createTranslations } from '#renderer/i18n/create-translations.ts';
import { useLocale } from '#renderer/i18n/use-locale.ts';
import { ManagerApp } from '#renderer/manager/manager-app.tsx';
import { TouchKeyboard } from '#renderer/touch-keyboard.tsx';
import type { Locale } from '#shared/localized.ts';
import { createFakeKiosk, type FakeKiosk } from './fake-kiosk.ts';
import { ToldStories } from './fixtures.ts';

declare global {
  interface Window {
    /** Draws a console over a kiosk of its own in the place of the one before, of which nothing is left. */
    openKiosk: (start: { locale: Locale; isNew: boolean; isEmpty: boolean }) => void;
    kiosk: FakeKiosk;
  }
}

const told = ToldStories.array().parse(await (await fetch('told.json')).json());
let mounted: Root | null = null;

function Page({ firstLocale, kiosk }: { readonly firstLocale: Locale; readonly kiosk: FakeKiosk }) {
  const [locale, setLocale] = useState(firstLocale);
  const [hasLeft, setLeft] = useState(false);
  useLocale(locale);
  if (hasLeft) return <p>attract screen</p>;
  return (
    <>
      <ManagerApp client={kiosk.client} locale={locale} onLocaleChange={setLocale} onLeave={() => setLeft(true)} />
      <TouchKeyboard mode="automatic" />
    </>
  );
}

window.openKiosk = ({ locale, isNew, isEmpty }) => {
  mounted?.unmount();
  window.kiosk = createFakeKiosk({ isNew, isEmpty, told });
  const root = document.createElement('div');
  root.id = 'root';
  // with whatever a test added beside it; react-aria goes on speaking through its own element
  for (const left of document.querySelectorAll('body > :not([data-live-announcer])')) left.remove();
  document.body.prepend(root);
  mounted = createRoot(root);
  mounted.render(
    <StrictMode>
      <I18nextProvider i18n={createTranslations(locale)}>
        <Page firstLocale={locale} kiosk={window.kiosk} />
      </I18nextProvider>
    </StrictMode>,
  );
};
document.documentElement.dataset['isReady'] = '';
