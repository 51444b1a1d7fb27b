package javax.annotation;

/** Marks what was generated. It left the JDK with Java 11, and the generated client still refers to it. */
public @interface Generated {
    String[] value();
    String date() default "";
    String comments() default "";
}
