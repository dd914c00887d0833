/** Columns that a narrow window does without. */
export const WIDE = ['hidden', 'visibleOnLg'] as const;
