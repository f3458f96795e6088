import { RotateCcw } from 'lucide-react';
import { Component, type ReactNode } from 'react';
import { Translation } from 'react-i18next';
import { Button } from '#renderer/ui/index.ts';
import './failure-screen.css';

/** A friendly sentence for what nobody foresaw; the code finds the cause in the log. */
export function FailureScreen({ code, onRetry }: { readonly code: string; readonly onRetry: () => void }) {
  return (
    <Translation ns="common">
      {(t) => (
        <main className="failure" role="alert">
          <h1>{t('failure.title')}</h1>
          <p>{t('failure.text')}</p>
          <p className="ui-mono">{code}</p>
          <Button variant="primary" size="large" icon={<RotateCcw aria-hidden="true" />} onPress={onRetry}>
            {t('failure.retry')}
          </Button>
        </main>
      )}
    </Translation>
  );
}

export interface FailureBoundaryProps {
  readonly children: ReactNode;
  readonly onFailure: (correlationId: string, error: Error) => void;
  readonly onRetry: () => void;
}

/** Catches what a screen throws while drawing. A class, because React knows no other way. */
export class FailureBoundary extends Component<FailureBoundaryProps, { code: string | null }> {
  override state: { code: string | null } = { code: null };

  static getDerivedStateFromError(): { code: string } {
    return { code: crypto.randomUUID().slice(0, 8).toUpperCase() };
  }

  override componentDidCatch(error: Error): void {
    this.props.onFailure(this.state.code ?? '', error);
  }

  override render(): ReactNode {
    const { code } = this.state;
    return code === null ? this.props.children : <FailureScreen code={code} onRetry={this.props.onRetry} />;
  }
}
