import { useSyncExternalStore } from 'react';
import { createRoot } from 'react-dom/client';
import { I18nextProvider } from 'react-i18next';
import { Locale } from '#shared/localized.ts';
import { connect, connection, type ContractClient } from '#renderer/api/connect.ts';
import { putSlice } from '#renderer/api/put-slice.ts';
import { startAnew } from '#renderer/api/start-anew.ts';
import type { CapturePort } from '#renderer/candidate/capture-port.ts';
import { ConnectionOverlay } from '#renderer/candidate/connection-overlay.tsx';
import { openCaptureSession } from '#renderer/capture/capture-session.ts';
import { createTranslations } from '#renderer/i18n/create-translations.ts';
import '#renderer/ui/index.ts';
import { App } from './app.tsx';
import { FailureScreen } from './failure-screen.tsx';

const CAPTURE: CapturePort = { open: openCaptureSession, putSlice };

function ConnectedApp({ client }: { readonly client: ContractClient }) {
  const state = useSyncExternalStore(connection.subscribe, connection.state);
  return <App client={client} capture={CAPTURE} isConnected={state === 'connected'} onForgotten={startAnew} />;
}

async function start(): Promise<void> {
  const container = document.getElementById('root');
  if (container === null) throw new Error('index.html has no #root');
  const translations = createTranslations('zh-CN');
  const root = createRoot(container);
  root.render(
    <I18nextProvider i18n={translations}>
      <ConnectionOverlay isStarting />
    </I18nextProvider>,
  );
  try {
    const client = await connect();
    const info = await client.app.info();
    await translations.changeLanguage(Locale.catch('zh-CN').parse(info.locale));
    root.render(
      <I18nextProvider i18n={translations}>
        <ConnectedApp client={client} />
      </I18nextProvider>,
    );
  } catch (error) {
    console.error('The page could not join the core.', error);
    const code = error instanceof Error ? error.name : 'Error';
    root.render(
      <I18nextProvider i18n={translations}>
        <FailureScreen code={code} onRetry={startAnew} />
      </I18nextProvider>,
    );
  }
}

void start();
