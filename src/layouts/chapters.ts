import { getCollection } from 'astro:content';
import type { CollectionEntry } from 'astro:content';
import { outline } from '../../content/chapters/outline.ts';
import type { Chapter } from '../../content/chapters/outline.ts';

export type WrittenChapter = Chapter & { entry: CollectionEntry<'chapters'> };

/** The written chapters in reading order. @throws Error if a folder is not in the outline or its front matter contradicts it. */
export async function writtenChapters(): Promise<WrittenChapter[]> {
  const entries = await getCollection('chapters');
  const stray = entries.find(({ id }) => !outline.some((chapter) => chapter.id === id));
  if (stray) throw new Error(`content/chapters/${stray.id}: not in content/chapters/outline.ts`);
  return outline.flatMap((chapter) => {
    const entry = entries.find(({ id }) => id === chapter.id);
    if (!entry) return [];
    for (const key of ['number', 'title', 'question', 'summary'] as const) {
      const said = entry.data[key];
      if (said !== undefined && said !== chapter[key]) {
        throw new Error(
          `${entry.filePath ?? entry.id}: ${key} is "${said}", but content/chapters/outline.ts says "${chapter[key]}"`,
        );
      }
    }
    return [{ ...chapter, entry }];
  });
}

export const isWritten = async (id: string): Promise<boolean> =>
  (await writtenChapters()).some((chapter) => chapter.id === id);
