import { storeContract } from "../contracts/store.ts";
import { temporaryStore } from "../support/store.ts";

storeContract("the store on disk", temporaryStore);
