// Makes the base image of tests and demo before they start, so that none of them waits for it.
import { baseFolder } from "./cache.ts";

await baseFolder();
