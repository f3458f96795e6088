import { Plus, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button, Card } from '#renderer/ui/index.ts';
import type { WorkflowDocument } from '#shared/hub/workflow.ts';
import { useNames } from '../../flow/names.tsx';
import { type FlowDraft, newSlug, rulesAboutDocument } from './flow-draft.ts';
import { LocalizedFields } from './localized-fields.tsx';

const MAX_DOCUMENTS = 30;

interface DocumentListProps {
  readonly draft: FlowDraft;
  readonly onChange: (draft: FlowDraft) => void;
  readonly onRefused: (sentence: string) => void;
}

/** Papers a candidate has to bring. */
export function DocumentList({ draft, onChange, onRefused }: DocumentListProps) {
  const { t } = useTranslation();
  const names = useNames();
  const { documents, rules } = draft;
  const setDocuments = (next: readonly WorkflowDocument[]) => onChange({ ...draft, documents: [...next] });

  function remove(document: WorkflowDocument): void {
    const held = rulesAboutDocument(document.id, rules).map(({ name }) => names.text(name));
    if (held.length > 0)
      onRefused(t('flows.document_held', { document: names.text(document.name), rules: held.join(t('flows.comma')) }));
    else setDocuments(documents.filter(({ id }) => id !== document.id));
  }

  function add(): void {
    const inEnglish = t('flows.new_document', { lng: 'en' });
    const id = newSlug(
      inEnglish,
      documents.map((document) => document.id),
      'document',
    );
    setDocuments([...documents, { id, name: { 'zh-CN': t('flows.new_document', { lng: 'zh-CN' }), en: inEnglish } }]);
  }

  return (
    <Card
      title={t('flows.documents')}
      actions={
        documents.length < MAX_DOCUMENTS && (
          <Button icon={<Plus aria-hidden="true" />} onPress={add}>
            {t('flows.add_document')}
          </Button>
        )
      }
    >
      <p className="mgr-soft">{documents.length === 0 ? t('flows.no_document') : t('flows.documents_lead')}</p>
      {documents.length > 0 && (
        <ul className="flows-rows">
          {documents.map((document, at) => (
            <li key={document.id} className="flows-row flows-row--document">
              <LocalizedFields
                label={t('flows.document_number', { number: at + 1 })}
                value={document.name}
                onChange={(name) => setDocuments(documents.with(at, { ...document, name }))}
              />
              <Button
                isIconOnly
                variant="quiet"
                icon={<Trash2 aria-hidden="true" />}
                aria-label={t('flows.remove', { what: names.text(document.name) })}
                onPress={() => remove(document)}
              />
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
