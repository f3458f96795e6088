import { createRoot } from 'react-dom/client';
import { I18nextProvider } from 'react-i18next';
import '#renderer/ui/index.ts';
import { ConsoleApp } from './console-app.tsx';
import { createConsoleTranslations } from './create-console-translations.ts';

const container = document.getElementById('root');
if (container === null) throw new Error('console.html has no #root');
createRoot(container).render(
  <I18nextProvider i18n={createConsoleTranslations()}>
    <ConsoleApp />
  </I18nextProvider>,
);
