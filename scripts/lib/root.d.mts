/** The repository. */
export declare const root: string;
