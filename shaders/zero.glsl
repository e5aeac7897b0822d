// Lavapipe of Mesa 22 writes the values of uniforms into a shader's code where a branch hangs on nothing else, and so
// builds it anew at every submission: 6 ms of processor time for the smallest picture. Where this stands on the other
// side of such a comparison it doesn't. Always 0, since no dispatch has 65,536 rows of groups, and one value for a group.
#define kZero (gl_WorkGroupID.y >> 16)
