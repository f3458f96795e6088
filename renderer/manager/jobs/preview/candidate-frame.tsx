import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { createPortal } from 'react-dom';
import { I18nextProvider } from 'react-i18next';
import { createTranslations } from '#renderer/i18n/create-translations.ts';
import type { Locale } from '#shared/localized.ts';

/** The kiosk's screen: what fits here fits there. */
const WIDTH = 1280;
const HEIGHT = 800;

/** Gives the frame the page's own styles; resolves when they are there. */
async function dress(inner: Document): Promise<void> {
  const sheets = [...document.querySelectorAll('link[rel=stylesheet], style')];
  const loaded = sheets.map((sheet) => {
    const copy = inner.importNode(sheet, true);
    // an address of its own is read from the frame's, which has none
    if (copy instanceof HTMLLinkElement && sheet instanceof HTMLLinkElement) copy.href = sheet.href;
    if (copy instanceof HTMLElement && sheet instanceof HTMLElement) copy.nonce = sheet.nonce ?? '';
    const done = Promise.withResolvers<void>();
    if (sheet.tagName === 'STYLE') done.resolve();
    copy.addEventListener('load', () => done.resolve());
    copy.addEventListener('error', () => done.resolve());
    inner.head.append(copy);
    return done.promise;
  });
  await Promise.all(loaded);
}

/** Makes room for a candidate's screen in the frame; resolves to where it is drawn. */
async function prepare(inner: Document): Promise<HTMLElement> {
  inner.documentElement.dataset['density'] = 'candidate';
  await dress(inner);
  const root = inner.createElement('div');
  root.id = 'root';
  inner.body.replaceChildren(root);
  return root;
}

function tell({ ownerDocument }: HTMLElement, locale: Locale, title: string): void {
  ownerDocument.documentElement.lang = locale;
  ownerDocument.title = title;
}

/** A screen of the candidate's in a document of its own: its sizes, its language, none of the console's. */
export function CandidateFrame({
  title,
  locale,
  scale,
  children,
}: {
  readonly title: string;
  readonly locale: Locale;
  readonly scale: number;
  readonly children: ReactNode;
}) {
  const frame = useRef<HTMLIFrameElement>(null);
  const [root, setRoot] = useState<HTMLElement | null>(null);
  const translations = useMemo(() => createTranslations(locale), [locale]);

  useEffect(() => {
    const inner = frame.current?.contentDocument;
    if (inner === null || inner === undefined) return undefined;
    let isGone = false;
    void prepare(inner).then((made) => {
      if (!isGone) setRoot(made);
    });
    return () => {
      isGone = true;
      inner.head.replaceChildren();
      setRoot(null);
    };
  }, []);

  useEffect(() => {
    if (root !== null) tell(root, locale, title);
  }, [root, locale, title]);

  return (
    <div className="job-frame" style={{ width: WIDTH * scale, height: HEIGHT * scale }}>
      <iframe
        ref={frame}
        className="job-frame__screen"
        // the page draws into it; nothing of its own runs there
        sandbox="allow-same-origin"
        title={title}
        style={{ width: WIDTH, height: HEIGHT, transform: `scale(${scale})` }}
      />
      {root !== null && createPortal(<I18nextProvider i18n={translations}>{children}</I18nextProvider>, root)}
    </div>
  );
}
