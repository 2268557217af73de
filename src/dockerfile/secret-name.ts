const secret = /(?:_|^)(?:apikey|auth|credential|credentials|key|password|pword|passwd|secret|token)(?:_|$)/i;
const harmless = /(?:_|^)(?:public|file|version)(?:_|$)/i;

/** Whether a variable is called like something secret (BuildKit: dockerfile2llb/validations.go, getSecretsRegex). */
export const isSecretName = (name: string): boolean => secret.test(name) && !harmless.test(name);
