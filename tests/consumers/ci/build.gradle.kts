// build.gradle.kts of an Android module
val errors = layout.buildDirectory.dir("errors").get()
val generateErrors = tasks.register<Exec>("generateErrors") {
    inputs.dir(rootDir.resolve("schema"))
    outputs.dir(errors)
    commandLine(
        "errbind", "generate", "--target", "kotlin",
        "--schema", rootDir.resolve("schema"), "--out", errors.asFile,
    )
}
android.sourceSets["main"].kotlin.srcDir(errors.dir("kotlin/src/main/kotlin").asFile)
tasks.named("preBuild") { dependsOn(generateErrors) }
