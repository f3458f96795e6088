import type { ModelCatalogEntry, ModelFile } from '#shared/models.ts';
import type { SourceFile } from './ports.ts';

/** A file of the catalogue and the files somebody brought that could be it, likeliest first. */
export interface FileMatch {
  readonly file: ModelFile;
  readonly candidates: readonly SourceFile[];
}

export interface ModelMatch {
  readonly entry: ModelCatalogEntry;
  readonly files: readonly FileMatch[];
  /** Files that nothing brought can be. */
  readonly missing: readonly ModelFile[];
}

function nameOf({ path }: { path: string }): string {
  return path.slice(path.lastIndexOf('/') + 1).toLowerCase();
}

/**
 * What was brought, read against one model. Where the catalogue knows the size, the size decides and the name only orders
 * (files get renamed on their way); the hash has the last word when the file is copied. Otherwise the name decides.
 */
export function matchModel(entry: ModelCatalogEntry, brought: readonly SourceFile[]): ModelMatch {
  const files = entry.files.map((file): FileMatch => {
    const candidates = brought.filter(({ sizeBytes, path }) =>
      file.sizeBytes === null ? nameOf({ path }) === nameOf(file) : sizeBytes === file.sizeBytes,
    );
    return { file, candidates: candidates.toSorted((a, b) => rank(a, file) - rank(b, file)) };
  });
  return { entry, files, missing: files.filter(({ candidates }) => candidates.length === 0).map(({ file }) => file) };
}

function rank(brought: SourceFile, file: ModelFile): number {
  return nameOf(brought) === nameOf(file) ? 0 : 1;
}

/** Models of which every file is there, in the order of the catalogue. */
export function completeMatches(models: readonly ModelCatalogEntry[], brought: readonly SourceFile[]): ModelMatch[] {
  return models
    .filter(({ isShipped }) => !isShipped)
    .map((entry) => matchModel(entry, brought))
    .filter(({ missing }) => missing.length === 0);
}

/**
 * Why nothing matched, as a sentence about the model that came closest: a file of the right name and another size is
 * another version or a broken copy.
 */
export function whyNothingMatched(models: readonly ModelCatalogEntry[], brought: readonly SourceFile[]): string {
  const near = models
    .filter(({ isShipped }) => !isShipped)
    .map((entry) => matchModel(entry, brought))
    .filter(({ files, missing }) => missing.length < files.length)
    .toSorted((a, b) => a.missing.length - b.missing.length)[0];
  const [missing] = near?.missing ?? [];
  if (near !== undefined && missing !== undefined) {
    const same = brought.find((file) => nameOf(file) === nameOf(missing));
    return same === undefined
      ? `It looks like ${near.entry.id}, but ${missing.path} is missing.`
      : `It looks like ${near.entry.id}, but ${same.path} has ${same.sizeBytes} bytes instead of ${missing.sizeBytes}: another version, or a broken copy.`;
  }
  const wrongSize = models
    .flatMap(({ id, files, isShipped }) => (isShipped ? [] : files.map((file) => ({ id, file }))))
    .map(({ id, file }) => ({ id, file, same: brought.find((each) => nameOf(each) === nameOf(file)) }))
    .find(({ same }) => same !== undefined);
  if (wrongSize?.same === undefined) return 'No file in it belongs to a model of the catalogue.';
  return `${wrongSize.same.path} has the name of a file of ${wrongSize.id}, but ${wrongSize.same.sizeBytes} bytes instead of ${wrongSize.file.sizeBytes}: another version, or a broken copy.`;
}
