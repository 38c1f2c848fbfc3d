/** What the build puts in: `id` changes with every release, `parts` are its files by app. */
declare const RELEASE: { id: string; parts: Record<"resident" | "office", string[]> };
