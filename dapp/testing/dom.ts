/** What React Aria needs of a browser and jsdom lacks. To be imported by tests that render its overlays. */
globalThis.CSS ??= { escape: (text: string) => text.replace(/[^\w-]/g, String.raw`\$&`) } as typeof CSS
